import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import { RecordingLog } from '#test/recording-log';
import { TICKET_CLOCK_TOLERANCE_SECONDS } from './admission-gate.ts';
import type { AdmissionStore, StoredAdmission } from './admission-store.port.ts';
import { joinProofOf } from './join-proof.ts';
import { Membership, type MembershipOptions, TICKET_SWEEP_INTERVAL_MS } from './membership.ts';
import type { Peer } from './peer.ts';
import { MEMBERSHIP_NEWS } from './peer-budget.ts';
import { signRevocationList } from './revocation-list.ts';
import { Roster } from './roster.ts';
import { signTicket } from './ticket.ts';

const { genesisHash } = testNetwork();
const [self, tracker, stranger] = [testSigner(0), testSigner(90), testSigner(91)];
const NOW = 1_800_000_000;
const LIFE_SECONDS = 1_000;
const EMPTY = new Uint8Array(0);

describe('membership', () => {
  const clock = new ManualClock(NOW * 1000);
  let kept: StoredAdmission | undefined;
  const store: AdmissionStore = {
    load: async () => kept,
    save: async (content) => {
      kept = content;
    },
  };
  const roster = new Roster(self.peerId, { maxInbound: 9, maxOutbound: 9 });
  const log = new RecordingLog();
  const reports: string[] = [];
  let membership: Membership;

  const open = async (options: MembershipOptions = { trustedTrackers: [tracker.identityKey] }): Promise<Membership> => {
    const report = (_peer: Peer, code: string): void => void reports.push(code);
    const opened = new Membership({
      genesisHash,
      signer: self,
      roster,
      clock,
      log,
      admissionStore: store,
      report,
      ...options,
    });
    await opened.start();
    return opened;
  };
  const now = (): number => clock.nowMs() / 1000;
  const ticketFor = (seed: number, serial = seed, life = LIFE_SECONDS, by = tracker): Uint8Array => {
    const { identityKey } = testSigner(seed);
    const [issuedAt, expiresAt] = [now(), now() + life];
    return signTicket(by, { genesisHash, identityKey, address: '10.0.0.1', serial, issuedAt, expiresAt });
  };
  const session = (seed: number): ScriptedSession => {
    const made = new ScriptedSession({ seed, clock });
    made.onClose = (reason) => roster.remove(made, reason);
    return made;
  };
  const join = (seed: number): { readonly peer: Peer; readonly line: ScriptedSession } => {
    const line = session(seed);
    expect(membership.admit(line, ticketFor(seed))).toBeUndefined();
    const peer = testPeer(line, clock);
    roster.add(peer);
    return { peer, line };
  };
  const revoke = (sequence: number, serials: readonly number[], from?: Peer, by = tracker): void =>
    membership.heard('REVOCATIONS', signRevocationList(by, genesisHash, sequence, serials), from);
  const sentTo = ({ sent }: ScriptedSession): string[] => sent.map(({ command }) => command);

  beforeEach(async () => {
    for (const { session: line } of roster.all()) line.disconnect('over');
    kept = undefined;
    reports.length = 0;
    membership = await open();
  });

  afterEach(() => membership.stop());

  it('asks for no ticket where no tracker is trusted', async () => {
    membership = await open({});
    expect([membership.isPermissioned, membership.admit(session(1), EMPTY)]).toEqual([false, undefined]);
    revoke(1, [1]);
    expect(membership.state().revoked).toBe(0);
  });

  it('looks at one ticket for each session, and counts whom it turned away', () => {
    const line = session(1);
    expect(membership.admit(line, EMPTY)?.code).toBe('ticket-missing');
    expect(membership.admit(line, ticketFor(1))?.code).toBe('ticket-missing');
    expect(membership.admit(session(1), ticketFor(2))?.code).toBe('ticket-of-another');
    expect(membership.admit(session(1), ticketFor(1))).toBeUndefined();
    expect(Object.fromEntries(membership.state().refusals)).toEqual({ 'ticket-missing': 1, 'ticket-of-another': 1 });
  });

  it('leaves a peer whose ticket has run out, and the tolerance after it', async () => {
    const { line } = join(1);
    await passMs(clock, (LIFE_SECONDS + TICKET_CLOCK_TOLERANCE_SECONDS - 1) * 1000);
    expect(line.closed).toBe(false);
    await passMs(clock, TICKET_SWEEP_INTERVAL_MS + 1_000);
    expect(line.closedBecause).toBe('ticket-expired');
  });

  it('stays with a peer that shows another ticket in time, and only a better one', async () => {
    const { peer, line } = join(1);
    await passMs(clock, (LIFE_SECONDS / 2) * 1000);
    membership.heard('TICKET', { ticket: ticketFor(1, 77) }, peer);
    // None of these counts: another's, a shorter one, one that was forged.
    for (const ticket of [ticketFor(2), ticketFor(1, 78, 10), ticketFor(1, 79, 9_999, stranger)]) {
      membership.heard('TICKET', { ticket }, peer);
    }
    await passMs(clock, (LIFE_SECONDS / 2 + TICKET_CLOCK_TOLERANCE_SECONDS) * 1000 + TICKET_SWEEP_INTERVAL_MS);
    expect(line.closed).toBe(false);
    revoke(1, [77]);
    expect(line.closedBecause).toBe('ticket-revoked');
  });

  it('leaves the revoked at once, refuses them from then on, and passes the list on to all others, once', () => {
    const [bad, source, other] = [join(1), join(2), join(3)];
    revoke(5, [1], source.peer);
    expect([bad.line.closedBecause, source.line.closed, other.line.closed]).toEqual(['ticket-revoked', false, false]);
    expect([sentTo(source.line), sentTo(other.line)]).toEqual([[], ['REVOCATIONS']]);
    expect(membership.admit(session(1), ticketFor(1))?.code).toBe('ticket-revoked');
    revoke(5, [1], other.peer);
    revoke(4, [2, 3], other.peer);
    expect([sentTo(source.line), source.line.closed]).toEqual([[], false]);
    const late = join(4);
    membership.welcomed(late.peer);
    expect(sentTo(late.line)).toEqual(['REVOCATIONS']);
  });

  it('takes no list of a tracker that it does not trust, and reports who forged one', () => {
    const { peer, line } = join(1);
    revoke(9, [1], peer, stranger);
    const forged = { ...signRevocationList(stranger, genesisHash, 9, [1]), trackerKey: tracker.identityKey };
    membership.heard('REVOCATIONS', forged, peer);
    expect([line.closed, reports, membership.state().revoked]).toEqual([false, ['revocations-signature'], 0]);
  });

  it('checks so many lists of a peer and no more at once', () => {
    const { peer } = join(1);
    const forged = { ...signRevocationList(stranger, genesisHash, 9, [1]), trackerKey: tracker.identityKey };
    for (let count = 0; count < MEMBERSHIP_NEWS.burst + 5; count++) membership.heard('REVOCATIONS', forged, peer);
    expect(reports).toHaveLength(MEMBERSHIP_NEWS.burst);
  });

  it('keeps its ticket and the lists over a restart, and shows a new ticket to those in session', async () => {
    const { line } = join(1);
    membership.admitted({ identityKey: tracker.identityKey }, ticketFor(0, 40));
    revoke(3, [8]);
    await membership.stop();
    expect(sentTo(line)).toEqual(['TICKET', 'REVOCATIONS']);
    membership = await open();
    expect(membership.state()).toMatchObject({ isPermissioned: true, ticket: { serial: 40 }, revoked: 1 });
  });

  it('takes for itself only a ticket that others would take', async () => {
    const from = { identityKey: tracker.identityKey };
    membership.admitted({ identityKey: stranger.identityKey }, ticketFor(0, 1, LIFE_SECONDS, stranger));
    membership.admitted(from, ticketFor(1));
    membership.admitted(from, ticketFor(0, 1, LIFE_SECONDS, stranger));
    membership.admitted(from, EMPTY);
    expect(membership.ticket).toEqual(EMPTY);
    membership.admitted(from, ticketFor(0, 5));
    expect(membership.state().ticket?.serial).toBe(5);
    revoke(1, [5]);
    expect([membership.state().ticket, membership.ticket]).toEqual([undefined, EMPTY]);
  });

  it('asks a trusted tracker for the next ticket at half the life of the one it has', () => {
    const from = { identityKey: tracker.identityKey };
    membership.admitted(from, ticketFor(0, 6));
    expect(membership.isTicketDue(from)).toBe(false);
    clock.advance((LIFE_SECONDS / 2) * 1000);
    expect([membership.isTicketDue(from), membership.isTicketDue(stranger)]).toEqual([true, false]);
  });

  it('asks again for the ticket that it turned down while its clock was wrong, and says so once', async () => {
    const [from, unknown] = [{ identityKey: tracker.identityKey }, { identityKey: stranger.identityKey }];
    const ticket = ticketFor(0);
    const ahead = 2 * LIFE_SECONDS * 1000;
    clock.advance(ahead);
    log.lines.length = 0;
    membership.admitted(from, ticket);
    membership.admitted(from, ticket);
    expect(membership.ticket).toHaveLength(0);
    expect(log.lines).toHaveLength(1);
    expect([membership.isTicketDue(from), membership.isTicketDue(unknown)]).toEqual([true, false]);
    clock.advance(-ahead);
    membership.admitted(from, ticket);
    expect([membership.ticket.length > 0, membership.isTicketDue(from)]).toEqual([true, false]);
    kept = undefined;
    expect((await open({})).isTicketDue(from)).toBe(false);
  });

  it('proves its join token to a trusted tracker alone, for one session', async () => {
    const handshakeHash = new Uint8Array(32).fill(3);
    membership = await open({ trustedTrackers: [tracker.identityKey], joinToken: 'a-token-of-the-tests' });
    const proof = membership.joinProof({ identityKey: tracker.identityKey, handshakeHash });
    expect(proof).toEqual(joinProofOf('a-token-of-the-tests', handshakeHash));
    expect(membership.joinProof({ identityKey: stranger.identityKey, handshakeHash })).toEqual(EMPTY);
    membership = await open();
    expect(membership.joinProof({ identityKey: tracker.identityKey, handshakeHash })).toEqual(EMPTY);
  });
});
