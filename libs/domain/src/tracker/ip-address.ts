/** The four bytes of an IPv4 address in dotted decimals, or undefined. */
export function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** Whether an address is of this machine alone (RFC 1122, RFC 4291). */
export function isLoopback(host: string): boolean {
  return host === '::1' || parseIpv4(host)?.[0] === 127;
}

const WORDS = 8;

/** The eight 16-bit words of an IPv6 address (RFC 4291, section 2.2; a zone is left out), or undefined. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const [address = ''] = text.split('%');
  const halves = address.split('::');
  if (!address.includes(':') || halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => wordsOf(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (tail === undefined) return head.length === WORDS ? head : undefined;
  const gap = WORDS - head.length - tail.length;
  return gap >= 1 ? [...head, ...new Array<number>(gap).fill(0), ...tail] : undefined;
}

/** One side of the `::`: words in hex, the last two perhaps an IPv4 address. */
function wordsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const words: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    const ipv4 = index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4;
      words.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
      words.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return words;
}
