import type { Endpoint } from '#domain/peer-network/endpoint';
import type {
  ChainStatus,
  ConnectMessage,
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { HandlerRefusal, NodeSigner, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { SimulatedTransport } from '../network/simulated-transport.ts';
import { simulatedEndpoint, simulatedSigner } from '../peers/identity.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { PeerClock } from '../time/peer-clock.ts';

/** Hostile nodes live on hosts of their own. */
const FIRST_INDEX = 0x30000;
const REQUEST_TIMEOUT_MS = 10_000;
/** How often it looks whether it still has its sessions. */
const DIAL_INTERVAL_MS = 3_000;

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/** An answer as it goes out; whether it fits the question is not a liar's concern. */
export type HostileAnswer = Promise<Result<{ readonly command: string }, HandlerRefusal>>;

/** How a hostile node behaves. Everything it leaves out is refused. */
export interface Hostility {
  /** Where it says its chain ends. */
  status(): ChainStatus;
  /** Answers a request; undefined: it never does. */
  answer(command: RequestCommand, request: unknown): HostileAnswer | undefined;
  /** What it shows of itself in a greeting; nothing when it is left out. */
  pass?(signer: NodeSigner, session: Session): Pass;
  /** Somebody did not welcome it. */
  refused?(code: string): void;
}

/** What a node shows to be admitted. */
export type Pass = Pick<ConnectMessage, 'ticket' | 'joinProof'>;

const NO_PASS: Pass = { ticket: new Uint8Array(0), joinProof: new Uint8Array(0) };

/**
 * A node that follows the protocol no further than suits it. It keeps sessions with some honest peers, and comes
 * back with a new identity when it is thrown out.
 */
export class HostileNode implements SessionHandlers {
  /** Sessions on which it was welcomed. */
  readonly sessions = new Map<number, Session>();
  readonly endpoint: Endpoint;
  private readonly clock: PeerClock;
  private readonly dialling = new Set<number>();
  private transport: SimulatedTransport;
  signer: NodeSigner;
  private lives = 0;
  private stopped = false;

  constructor(
    private readonly name: string,
    private readonly index: number,
    private readonly world: World,
    private readonly targets: readonly number[],
    private readonly hostility: Hostility,
  ) {
    this.endpoint = simulatedEndpoint(FIRST_INDEX + index);
    this.clock = new PeerClock(world.time, () => 0);
    this.signer = this.nextSigner();
    this.transport = this.newTransport();
  }

  async start(): Promise<void> {
    await this.transport.start(this);
    this.keepSessions();
  }

  stop(): void {
    this.stopped = true;
    this.clock.kill();
    this.transport.kill();
    this.sessions.clear();
  }

  opened(): void {}

  closed(session: Session, reason: string): void {
    for (const [target, own] of this.sessions) if (own === session) this.sessions.delete(target);
    if (reason.includes('banned')) this.comeBackAsAnother();
  }

  oneWay<C extends OneWayCommand>(_session: Session, _command: C, _message: OneWayMessages[C]): void {}

  request<C extends RequestCommand>(_session: Session, command: C, request: RequestOf<C>): Answer<C> {
    const answer = this.hostility.answer(command, request) as Answer<C> | undefined;
    return answer ?? new Promise(() => undefined);
  }

  private newTransport(): SimulatedTransport {
    return new SimulatedTransport(this.world.network, this.endpoint, this.signer, this.clock);
  }

  /** Few identities, so that the process makes each key once. */
  private nextSigner(): NodeSigner {
    return simulatedSigner(`${this.name} ${this.index} ${this.lives++ % 8}`);
  }

  private comeBackAsAnother(): void {
    if (this.stopped) return;
    this.transport.kill();
    this.sessions.clear();
    this.signer = this.nextSigner();
    this.transport = this.newTransport();
    void this.transport.start(this);
  }

  private keepSessions(): void {
    if (this.stopped) return;
    for (const target of this.targets) {
      if (!this.sessions.has(target) && !this.dialling.has(target)) void this.dial(target);
    }
    this.clock.setTimer(DIAL_INTERVAL_MS, () => this.keepSessions());
  }

  private async dial(target: number): Promise<void> {
    this.dialling.add(target);
    const { transport } = this;
    const dialled = await transport.dial(simulatedEndpoint(target), undefined);
    this.dialling.delete(target);
    if (!dialled.ok || transport !== this.transport) return;
    const session = dialled.value;
    const pass = this.hostility.pass?.(this.signer, session) ?? NO_PASS;
    const greeting = { agent: this.name, listen: this.endpoint, status: this.hostility.status(), ...pass };
    const answer = await session.request('PCONNECT', greeting, REQUEST_TIMEOUT_MS);
    if (!answer.ok && 'reason' in answer.refusal) this.hostility.refused?.(answer.refusal.reason);
    if (answer.ok && !session.closed) this.sessions.set(target, session);
    else if (!answer.ok && 'reason' in answer.refusal && answer.refusal.reason.includes('banned')) {
      this.comeBackAsAnother();
    } else session.disconnect('not-welcome');
  }
}

/** What a hostile node refuses to talk about. */
export async function notServed(): HostileAnswer {
  return refused({ code: 'command-not-served' });
}

/** What a hostile node says. */
export async function said(message: { readonly command: string; readonly [field: string]: unknown }): HostileAnswer {
  return accepted(message);
}

/** Peers that a hostile node turns to: so many, chosen by the stream. */
export function victims(world: World, stream: SeededStream, count: number): number[] {
  return stream.some(
    world.peers.map(({ index }) => index),
    count,
  );
}
