// Stands in for the server's occ: `node occ.js URL WORDS…` runs WORDS on the embedded server that is reached at URL
// (see `startOcc` in appapi.ts), on this machine alone.
const [url = '', ...words] = process.argv.slice(2);
const { hostname } = new URL(url);
if (hostname !== '127.0.0.1') throw new RangeError(`${hostname} is not this machine`);
const answer = await fetch(url, { method: 'POST', body: JSON.stringify(words) });
const { code, stdout, stderr } = await answer.json();
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
