/** What somebody may have meant. */
interface Named {
  readonly id: string;
  readonly name: string;
}

const MOST = 5;
/** Of so many letters one may be wrong: two letters in each other's place are two wrong of five. */
const LETTERS_A_SLIP = 2.5;

/** Ids that are written much like a word, or whose display name is; the nearest first. */
export function nearNames(word: string, known: readonly Named[]): readonly string[] {
  return known
    .map(({ id, name }) => ({ id, far: Math.min(distance(word, id), distance(word, name)) }))
    .filter(({ far }) => far <= Math.max(1, word.length / LETTERS_A_SLIP))
    .sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))
    .slice(0, MOST)
    .map(({ id }) => id);
}

/** Who is near, or where all stand. */
export function nearHint(near: readonly string[]): string {
  return near.length === 0
    ? 'members.csv of "menage report" lists the members'
    : `near it are ${near.join(', ')}`;
}

/** Letters to add, drop or change to make one of the other (Levenshtein); case and accents do not count, a beginning is near. */
function distance(one: string, other: string): number {
  const [a, b] = [plain(one), plain(other)];
  if (a.length >= 2 && b.startsWith(a)) return b === a ? 0 : 1;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function plain(text: string): string {
  return text.slice(0, 64).normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
