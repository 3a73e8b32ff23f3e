// Preloaded into menage (`node --import`): writes what the process used into MENAGE_BENCH_USAGE when it ends.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: Math.round(peak / 1024) };
  writeFileSync(process.env['MENAGE_BENCH_USAGE'], JSON.stringify(usage));
});
