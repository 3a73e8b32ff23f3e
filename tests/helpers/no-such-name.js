// Loaded before the program (node --import): no name below `.invalid` exists (RFC 6761), also where no name server answers.
import dns from 'node:dns';

const lookup = dns.lookup;
dns.lookup = (name, options, done) => {
  const answered = typeof options === 'function' ? options : done;
  if (!name.endsWith('.invalid')) return lookup(name, options, done);
  const facts = { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: name };
  process.nextTick(() => answered(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), facts)));
};
