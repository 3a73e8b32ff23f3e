import type { Reply } from '../http/reply.ts';
import { adminPage, numbersFor, type TeamVisit, teamLocale } from './frame.ts';
import { type Cell, cell, table } from './table.ts';

/** `/admin/settings`: the config as it was read, with the defaults. Secrets are in files of their own, which it only names. */
export async function settings(visit: TeamVisit): Promise<Reply> {
  const { say } = teamLocale(visit.portal);
  const { file, ...config } = visit.portal.config;
  const sections = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const rows = settingRows(value, key).map(([name, text]): readonly Cell[] => [
        cell({ text: name }),
        cell({ strong: text }),
      ]);
      return {
        ...{ heading: key, sub: '', none: say('settings.none') },
        table: table(key, [say('column.setting'), say('column.value')], rows),
      };
    });
  return adminPage(visit, 'settings', await numbersFor(visit), {
    template: 'team-list',
    title: say('settings.title'),
    view: { lead: say('settings.lead', { file }), bar: null, note: null, sections },
  });
}

/** A setting by its key: `server.url`; of lists each item on its own, durations and addresses as one text. */
export function settingRows(value: unknown, key: string): readonly (readonly [key: string, text: string])[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [[key, withoutLogin(value)]];
  if (typeof value !== 'object')
    return [[key, key.endsWith('.mode') ? modeText(Number(value)) : String(value)]];
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object'))
      return value.length === 0 ? [] : [[key, value.map(String).join(', ')]];
    return value.flatMap((one, at) => settingRows(one, `${key}[${at + 1}]`));
  }
  if ('amount' in value && 'unit' in value) return [[key, `${String(value.amount)} ${String(value.unit)}`]];
  return Object.entries(value).flatMap(([name, one]) => settingRows(one, `${key}.${name}`));
}

/** What stands before the @ of an address is a login: it is nobody's business here. */
function withoutLogin(text: string): string {
  return text.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1…@');
}

function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
