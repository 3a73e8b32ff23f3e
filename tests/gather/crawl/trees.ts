import type { Node } from './tree-server.ts';

/** Hands out ids, etags and times, so that a tree is the same in every run. */
export function nursery() {
  let next = 100;
  const fresh = () => String(next++);
  return {
    file: (name: string, size: number): Node => ({ ...blank(name, fresh()), size }),
    folder: (name: string, children: Node[] = []): Node => ({ ...blank(name, fresh()), children }),
    /** Gives every folder on the way, the root included, one new etag, as a change below it does. */
    touch(root: Node, path: string) {
      const etag = `changed${fresh()}`;
      let at: Node | undefined = root;
      root.etag = etag;
      for (const name of path.split('/').slice(1)) {
        at = at?.children.find((child) => child.name === name);
        if (at !== undefined) at.etag = etag;
      }
    },
  };
}

function blank(name: string, id: string): Node {
  return {
    name,
    id,
    etag: `e${id}`,
    modifiedAt: 1_700_000_000_000 + (Number(id) % 7) * 1000,
    size: null,
    children: [],
    mount: '',
  };
}

/** 26 files in 7 folders, with odd names. */
export function smallTree(): { readonly root: Node; readonly make: ReturnType<typeof nursery> } {
  const make = nursery();
  const files = (names: readonly string[], size: number) =>
    names.map((name, at) => make.file(name, size + at));
  const deep = make.folder('d', [make.folder('e', [make.folder('f', files(['tout au fond.txt'], 9))])]);
  const root = make.folder('', [
    make.folder('Documents', [
      ...files(['a&b <c>.docx', '100% prêt.pdf', 'semi;colon.txt', "l'été #3.jpg"], 1000),
      make.folder(
        'Comptes 2024',
        files(
          Array.from({ length: 12 }, (_, at) => `facture ${at}.pdf`),
          500,
        ),
      ),
    ]),
    make.folder('Vidéos', [...files(['rush.mov', 'film (v2).mp4'], 700_000), deep]),
    make.folder('vide'),
    ...files(['Lisez-moi.md', 'vide.txt', '.caché', 'a+b=c.txt', 'z.zip', 'y.zip', 'x.zip'], 0),
  ]);
  return { root, make };
}
