import { decodeHeader, type Header } from '../block/header.ts';
import type { Cancellation } from '../primitives/cancellation.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { type Hash, ZERO_HASH } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { MAX_HEADERS_PER_ANSWER, REQUEST_TIMEOUT_MS } from './limits.ts';
import { codeOfNoAnswer } from './no-answer.ts';
import type { DownloadSource } from './ordered-download.ts';
import type { Peer } from './peer.ts';
import { Throughput } from './throughput.ts';

/** Why a peer's headers led nowhere. What isn't in the table of scores is no fault. */
export interface HeadersRefusal {
  readonly code: string;
}

/** Headers each of which stands on the one before it. */
export type HeaderPage = Result<readonly Header[], HeadersRefusal>;

/** Asks a peer for headers, and sees that they follow on each other. */
export async function askForHeaders(
  peer: Peer,
  locator: readonly Hash[],
  cancellation: Cancellation,
  stop: Hash = ZERO_HASH,
): Promise<HeaderPage> {
  const answer = await peer.session.request('GETHEADERS', { locator, stop }, REQUEST_TIMEOUT_MS, cancellation);
  if (!answer.ok) return refused({ code: codeOfNoAnswer(answer.refusal) });
  const headers: Header[] = [];
  for (const bytes of answer.value.headers.slice(0, MAX_HEADERS_PER_ANSWER)) {
    const header = decodeHeader(bytes);
    if (!header.ok) return header;
    const previous = headers.at(-1);
    if (previous !== undefined && header.value.previousHash !== previous.hash) {
      return refused({ code: 'sync-headers-unconnected' });
    }
    headers.push(header.value);
  }
  return accepted(headers);
}

/** The headers after one hash up to and including another, a page at most. */
export interface HeaderSegment {
  readonly after: Hash;
  readonly end: Hash;
}

/** A peer as a source of headers whose place is known: what links from end to end is what was wanted, whoever sent it. */
export class HeaderSource implements DownloadSource<HeaderSegment, readonly Header[]> {
  isFree = true;
  private readonly throughput = new Throughput();

  constructor(
    readonly peer: Peer,
    private readonly clock: Clock,
  ) {}

  get speed(): number {
    return this.throughput.bytesPerMs;
  }

  get isProven(): boolean {
    return this.throughput.isProven;
  }

  /** A segment is an answer already. */
  requestSize(): number {
    return 1;
  }

  /** The headers of the first of these segments. A peer on another chain does not have them, and that is no fault. */
  async fetch(
    [segment]: readonly HeaderSegment[],
    cancellation: Cancellation,
  ): Promise<Result<readonly (readonly Header[])[], HeadersRefusal>> {
    if (segment === undefined) return accepted([]);
    const startMs = this.clock.nowMs();
    this.isFree = false;
    const page = await askForHeaders(this.peer, [segment.after], cancellation, segment.end).finally(() => {
      this.isFree = true;
    });
    if (!page.ok) return page;
    const headers = page.value.slice(0, 1 + page.value.findIndex(({ hash }) => hash === segment.end));
    if (headers[0]?.previousHash !== segment.after) return refused({ code: 'sync-headers-not-there' });
    this.throughput.measure(bytesOf(page.value), this.clock.nowMs() - startMs);
    return accepted([headers]);
  }
}

export function bytesOf(headers: readonly Header[]): number {
  return headers.reduce((sum, { bytes }) => sum + bytes.length, 0);
}
