/**
 * What a parameter of a reason is. "private": a request or path that would name a folder or file of a member; it stands in
 * the contract's sentence alone, and views leave it out. "member": a uid, which `forget` erases. "sentences", "phrase" and
 * the lists are reasons themselves: "sentences" keep their full stop, a "phrase" loses it; "parts" are joined by commas,
 * "opening" as well, at the beginning of a sentence; "clauses" by semicolons.
 */
export type ParamKind =
  | 'number'
  | 'text'
  | 'texts'
  | 'member'
  | 'members'
  | 'private'
  | 'sentences'
  | 'phrase'
  | 'parts'
  | 'opening'
  | 'clauses';

/** One reason of the table. */
export interface ReasonEntry {
  /** The sentence of the result document, an ICU message: part of the contract, byte for byte. */
  readonly en: string;
  /** What views show in English instead, where the sentence has private parameters. */
  readonly shown?: string;
  readonly params: Readonly<Record<string, ParamKind>>;
}

export type ReasonTable = Readonly<Record<string, ReasonEntry>>;

/** A reason as the result document holds it: perhaps of another version, whose keys are not known. */
export interface ReasonData {
  readonly key: string;
  readonly params: Readonly<Record<string, ParamData>>;
}
export type ParamData = string | number | readonly string[] | readonly ReasonData[];
