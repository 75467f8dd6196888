import type { ConnectMessage } from '../peer-network/messages.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import type { RevocationList } from '../peer-network/revocation-list.ts';
import type { NodeSigner, Session } from '../peer-network/transport.port.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import type { AdmissionOrderRefusal, AdmissionRefusal } from './admission.errors.ts';
import type { AdmissionRecords, JoinToken, JoinTokenState } from './admission-records.ts';
import type { AdmissionRecordsRefusal, AdmissionRecordsStore } from './admission-records-store.port.ts';
import { JoinTokens } from './join-tokens.ts';
import { SAVE_DELAY_MS } from './registry-keeper.ts';
import { type RevocationTarget, TicketOffice } from './ticket-office.ts';

/** Whom a tracker admits: everybody, or holders of a join token. */
export const ADMISSION_MODES = ['open', 'token'] as const;
export type AdmissionMode = (typeof ADMISSION_MODES)[number];

/** How long a network outlives its trackers: long enough for a holiday, short enough to forget who never came back. */
export const DEFAULT_TICKET_LIFE_SECONDS = 7 * 86_400;

export interface AdmissionPorts {
  readonly signer: NodeSigner;
  readonly admissionStore: AdmissionRecordsStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface AdmissionOptions {
  readonly genesisHash: Hash;
  /** Open unless given. */
  readonly admission?: AdmissionMode;
  /** Seconds; {@link DEFAULT_TICKET_LIFE_SECONDS} unless given. */
  readonly ticketLifeSeconds?: number;
}

/** A join token, and whether it still admits somebody. */
export interface Invitation extends JoinToken {
  readonly state: JoinTokenState;
}

/** What a tracker's operator may want to know. */
export interface AdmissionState {
  readonly mode: AdmissionMode;
  /** What peers trust: the tracker's Ed25519 identity key, 32 bytes. */
  readonly trackerKey: Uint8Array;
  readonly ticketLifeSeconds: number;
  /** Tickets that may still count. */
  readonly issued: number;
  readonly openTokens: number;
  readonly list: RevocationList | undefined;
}

/** Decides whom a tracker admits, and keeps who was admitted, invited and revoked. */
export class Admission {
  readonly mode: AdmissionMode;
  private readonly lifeSeconds: number;
  private readonly office: TicketOffice;
  private readonly joinTokens: JoinTokens;
  private readonly queue = new SerialQueue();
  /** The write that has not begun yet: whoever comes meanwhile waits for the same. */
  private nextWrite: Promise<boolean> | undefined;
  private isChanged = false;
  private failedWith: string | undefined;
  private timer: Timer | undefined;
  private stopped = false;

  private constructor(
    private readonly ports: AdmissionPorts,
    { genesisHash, admission = 'open', ticketLifeSeconds = DEFAULT_TICKET_LIFE_SECONDS }: AdmissionOptions,
    records: AdmissionRecords,
  ) {
    const { signer, clock, random } = ports;
    this.mode = admission;
    this.lifeSeconds = ticketLifeSeconds;
    this.office = new TicketOffice(records, { signer, genesisHash, clock, lifeSeconds: ticketLifeSeconds });
    this.joinTokens = new JoinTokens(records.tokens, clock, random);
  }

  /** Reads what was kept. Refused when that cannot be trusted. */
  static async open(
    ports: AdmissionPorts,
    options: AdmissionOptions,
  ): Promise<Result<Admission, AdmissionRecordsRefusal>> {
    const records = await ports.admissionStore.load();
    return records.ok ? accepted(new Admission(ports, options, records.value)) : records;
  }

  state(): AdmissionState {
    const { office, joinTokens, ports, mode, lifeSeconds } = this;
    return {
      mode,
      trackerKey: ports.signer.identityKey,
      ticketLifeSeconds: lifeSeconds,
      issued: office.issuedCount,
      openTokens: joinTokens.openCount,
      list: office.list,
    };
  }

  /** Code of the last write, if it failed. */
  get failure(): string | undefined {
    return this.failedWith;
  }

  /** The ticket of whoever joins on this session, if it may: to be sent once that is {@link settled}. */
  admit(session: Session, { ticket, joinProof }: ConnectMessage): Result<Uint8Array, AdmissionRefusal> {
    const { office, joinTokens, mode } = this;
    if (office.isRevoked(session.peerId)) return refused({ code: 'peer-revoked' });
    if (mode === 'token' && !office.isHolder(session, ticket)) {
      const refusal = joinTokens.spend(session, joinProof);
      if (refusal !== undefined) return refused(refusal);
    }
    const { bytes, isNew } = office.give(session);
    this.isChanged ||= isNew;
    return accepted(bytes);
  }

  /**
   * Resolves when whoever was admitted may be told so: where invitations count, when it is on disk; false when it could
   * not be written. An open tracker writes a second later, so that nobody keeps its disk busy by joining: a ticket whose
   * record is lost is known again when it is shown.
   */
  async settled(): Promise<boolean> {
    if (this.mode === 'token') return this.kept();
    this.saveLater();
    return true;
  }

  /** Writes what is not yet on disk, and nothing that happens afterwards. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.kept();
  }

  /** Resolves when everything decided so far is on disk, or could not be written (false). */
  private async kept(): Promise<boolean> {
    if (this.isChanged) {
      this.isChanged = false;
      this.nextWrite ??= this.queue.run(() => this.write());
    }
    return this.nextWrite ?? this.queue.run(async () => this.failedWith === undefined);
  }

  /** Tells peers what is revoked, if anything is. */
  tellRevoked(sessions: readonly Session[]): void {
    const { list } = this.office;
    if (list !== undefined) for (const session of sessions) session.send('REVOCATIONS', list);
  }

  /** Makes an invitation. */
  async invite(): Promise<Result<Invitation, AdmissionOrderRefusal>> {
    const made = this.joinTokens.create();
    return made.ok ? this.carriedOut({ ...made.value, state: 'open' }) : made;
  }

  /** All invitations that are remembered. */
  invitations(): Invitation[] {
    return this.joinTokens.all().map((token) => ({ ...token, state: this.joinTokens.stateOf(token) }));
  }

  /** Throws an identity out, for good; gives who that is. */
  async revoke(target: RevocationTarget): Promise<Result<PeerId, AdmissionOrderRefusal>> {
    const revoked = this.office.revoke(target);
    return revoked.ok ? this.carriedOut(revoked.value) : revoked;
  }

  private async carriedOut<Value>(value: Value): Promise<Result<Value, AdmissionOrderRefusal>> {
    this.isChanged = true;
    return (await this.kept()) ? accepted(value) : refused({ code: 'admission-not-kept' });
  }

  private saveLater(): void {
    if (this.stopped || !this.isChanged || this.timer !== undefined) return;
    this.timer = this.ports.clock.setTimer(SAVE_DELAY_MS, () => {
      this.timer = undefined;
      void this.kept();
    });
  }

  private async write(): Promise<boolean> {
    this.nextWrite = undefined;
    const { admissionStore, log } = this.ports;
    const saved = await admissionStore.save({ ...this.office.records(), tokens: this.joinTokens.all() });
    const code = saved.ok ? undefined : saved.refusal.code;
    if (code !== undefined && this.failedWith === undefined) log.error('admission is not kept', { code });
    this.failedWith = code;
    if (code !== undefined) {
      // The disk may have room again by then.
      this.isChanged = true;
      this.saveLater();
    }
    return code === undefined;
  }
}
