import type { PlannedCase } from '../planned-case.ts';
import { ago, MB } from '../relative-dates.ts';

const RECENT = ago('2 months');

/** Files that are twins, or only look it. */
export const TWIN_CASES: readonly PlannedCase[] = [
  {
    who: 'musician',
    description: 'The same take twice; the smaller file id, as a number, stands for both',
    file: '/Captations/Concert/prise 1.wav',
    size: 5 * MB,
    modified: ago('3 months'),
    fileId: '1000',
  },
  {
    who: 'musician',
    description: 'Its copy: same name, exactly 5 MB',
    file: '/Captations/Mixage/prise 1.wav',
    size: 5 * MB,
    modified: RECENT,
    fileId: '999',
    finds: ['probable-duplicate'],
  },
  {
    who: 'musician',
    description: 'Other names, one checksum',
    file: '/Captations/Concert/final.wav',
    size: 7 * MB,
    modified: RECENT,
    checksum: 'SHA1:a0b1c2d3e4f5061728394a5b6c7d8e9f00112233',
    fileId: '2001',
    finds: ['probable-duplicate'],
  },
  {
    who: 'musician',
    description: 'The other one of that checksum; the ids differ by one beyond 2^53',
    file: '/Captations/Mixage/final-final.wav',
    size: 7 * MB,
    modified: RECENT,
    checksum: 'SHA1:a0b1c2d3e4f5061728394a5b6c7d8e9f00112233',
    fileId: '9007199254740992',
  },
  {
    who: 'musician',
    description: 'A file whose id is one more, which a number cannot tell apart',
    file: '/Captations/Concert/annonce.wav',
    size: 6 * MB,
    modified: RECENT,
    fileId: '9007199254740993',
    spares: ['probable-duplicate'],
  },
  {
    who: 'musician',
    description: 'Same name twice, a byte less than 5 MB',
    file: '/Captations/Concert/prise 2.wav',
    size: 5 * MB - 1,
    modified: RECENT,
    spares: ['probable-duplicate'],
  },
  {
    who: 'musician',
    description: 'Its copy',
    file: '/Captations/Mixage/prise 2.wav',
    size: 5 * MB - 1,
    modified: RECENT,
    spares: ['probable-duplicate'],
  },
  {
    who: 'musician',
    description: 'Same name, other size',
    file: '/Captations/Mixage/annonce.wav',
    size: 6 * MB + 1,
    modified: RECENT,
    spares: ['probable-duplicate'],
  },
];
