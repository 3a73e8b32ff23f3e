import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Language } from '../../model/member.ts';
import { spaced } from '../text/words.ts';
import type { MessagePart } from './common/data.ts';

type Node = ReturnType<typeof parse>[number];

/** An ICU message as the page's script puts it together: it has no parser. */
export function messageParts(language: Language, message: string): readonly MessagePart[] {
  return partsOf(parse(spaced(language, message)), null);
}

/** @param counted the parameter that `#` stands for. */
function partsOf(nodes: readonly Node[], counted: string | null): readonly MessagePart[] {
  return nodes.flatMap((node): readonly MessagePart[] => {
    switch (node.type) {
      case TYPE.literal:
        return [node.value];
      case TYPE.argument:
        return [[node.value]];
      case TYPE.pound:
        return counted === null ? [] : [[counted]];
      case TYPE.plural:
      case TYPE.select:
        return [
          [
            node.value,
            Object.entries(node.options).map(([name, { value }]) => [name, partsOf(value, node.value)]),
          ],
        ];
      default:
        return 'children' in node ? partsOf(node.children, counted) : [];
    }
  });
}
