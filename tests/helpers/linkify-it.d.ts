/** What we use of a finder of links that comes without types. */
declare module 'linkify-it' {
  // biome-ignore lint/style/noDefaultExport: so it is exported there
  export default class LinkifyIt {
    tlds(list: readonly string[]): this;
    add(schema: string, definition: null): this;
    set(options: {
      readonly fuzzyIP: boolean;
      readonly fuzzyLink: boolean;
      readonly fuzzyEmail: boolean;
    }): this;
    match(text: string): readonly { readonly raw: string }[] | null;
  }
}
