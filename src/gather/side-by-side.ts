/**
 * Does something with each thing, in their order, so many at a time; a promise for each of many thousand would fill the memory.
 * After a failure nothing is begun any more, and what is under way ends first.
 * @throws what was thrown first.
 */
export async function sideBySide<Thing>(
  things: Iterable<Thing>,
  atOnce: number,
  work: (thing: Thing) => Promise<void>,
): Promise<void> {
  const left = things[Symbol.iterator]();
  const failures: unknown[] = [];
  const goOn = async () => {
    for (let next = left.next(); next.done !== true && failures.length === 0; next = left.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  if (failures.length > 0) throw failures[0];
}
