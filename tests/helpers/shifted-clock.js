// Loaded before the program (node --import): lets it live at another time, and notes how much memory it took.
import { writeFileSync } from 'node:fs';

const shift = Number(process.env['CLOCK_SHIFT_MS'] ?? 0);

globalThis.Date = new Proxy(Date, {
  construct: (real, values, target) =>
    Reflect.construct(real, values.length === 0 ? [real.now() + shift] : values, target),
  get: (real, name) => (name === 'now' ? () => real.now() + shift : Reflect.get(real, name)),
});

const note = process.env['PEAK_MEMORY_FILE'];
if (note !== undefined) {
  process.on('exit', () => writeFileSync(note, String(process.resourceUsage().maxRSS)));
}
