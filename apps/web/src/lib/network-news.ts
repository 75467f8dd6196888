import type { StreamEvent } from './event-stream.ts';

/** One line of what goes on between this peer and the others. Times in ms since 1970. */
export type NewsLine =
  | { readonly kind: 'block'; readonly atMs: number; readonly height: number; readonly hash: string }
  | { readonly kind: 'undone'; readonly atMs: number; readonly height: number; readonly hash: string }
  | { readonly kind: 'payments'; readonly atMs: number; readonly count: number }
  | { readonly kind: 'joined'; readonly atMs: number; readonly peer: string; readonly inbound: boolean }
  | { readonly kind: 'dropped'; readonly atMs: number; readonly code: string }
  | {
      readonly kind: 'left';
      readonly atMs: number;
      readonly peer: string;
      readonly code: string;
      /** The other side ended it, and gave that code. */
      readonly byThem: boolean;
    };

/** Before the code that the other side gave when it ended a session. */
const CLOSED_BY_PEER = 'closed-by-peer: ';

/** What the list on the page has room for. */
export const MAX_NEWS = 10;

/** The data of an event as far as news need it; of a peer that left, only its id and the code are told. */
interface EventData {
  readonly time?: string;
  readonly height?: number;
  readonly hash?: string;
  readonly id?: string;
  readonly address?: string;
  readonly direction?: string;
  readonly code?: string;
}

/** The news with one more event, newest first. Payments that come one after another are counted in one line. */
export function withEvent(news: readonly NewsLine[], { name, data }: StreamEvent): readonly NewsLine[] {
  const line = lineOf(name, JSON.parse(data) as EventData);
  if (line === undefined) return news;
  const [latest, ...older] = news;
  if (line.kind === 'payments' && latest?.kind === 'payments') {
    return [{ ...line, count: latest.count + line.count }, ...older];
  }
  return [line, ...news].slice(0, MAX_NEWS);
}

function lineOf(name: string, data: EventData): NewsLine | undefined {
  const atMs = Date.parse(data.time ?? '');
  const { height = 0, hash = '' } = data;
  const peer = data.address ?? data.id ?? '';
  switch (name) {
    case 'block.connected':
      return { kind: 'block', atMs, height, hash };
    case 'block.disconnected':
      return { kind: 'undone', atMs, height, hash };
    case 'transaction.opened':
      return { kind: 'payments', atMs, count: 1 };
    case 'transaction.dropped':
      return { kind: 'dropped', atMs, code: data.code ?? '' };
    case 'peer.connected':
      return { kind: 'joined', atMs, peer, inbound: data.direction === 'inbound' };
    case 'peer.disconnected':
      return { kind: 'left', atMs, peer, ...partingOf(data.code ?? '') };
    default:
      return undefined;
  }
}

function partingOf(given: string): { readonly code: string; readonly byThem: boolean } {
  const byThem = given.startsWith(CLOSED_BY_PEER);
  return { code: byThem ? given.slice(CLOSED_BY_PEER.length) : given, byThem };
}
