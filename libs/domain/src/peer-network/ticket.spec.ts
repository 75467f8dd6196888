import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { AdmissionGate, TICKET_CLOCK_TOLERANCE_SECONDS, ticketRules } from './admission-gate.ts';
import { OwnTicket } from './own-ticket.ts';
import {
  checkRevocationList,
  type RevocationList,
  revocationListRules,
  signRevocationList,
} from './revocation-list.ts';
import { Revocations } from './revocations.ts';
import { decodeTicket, signTicket, type Ticket } from './ticket.ts';

const { genesisHash } = testNetwork();
const [tracker, otherTracker, node, thief] = [1, 2, 3, 4].map(testSigner) as [
  ReturnType<typeof testSigner>,
  ReturnType<typeof testSigner>,
  ReturnType<typeof testSigner>,
  ReturnType<typeof testSigner>,
];
const NOW = 1_800_000_000;
const LIFE_SECONDS = 7 * 86_400;
const TICKET: Ticket = {
  genesisHash,
  identityKey: node.identityKey,
  address: '192.168.1.7',
  serial: 41,
  issuedAt: NOW,
  expiresAt: NOW + LIFE_SECONDS,
};
const bytes = signTicket(tracker, TICKET);

describe('a ticket', () => {
  it('comes back as it was signed, and fits a greeting', () => {
    expect(decodeTicket(bytes)).toEqual(TICKET);
    expect(signTicket(tracker, { ...TICKET, address: 'a'.repeat(253) }).length).toBeLessThanOrEqual(512);
  });

  it.each<[what: string, broken: Uint8Array]>([
    ['no bytes', new Uint8Array(0)],
    ['too few bytes', bytes.slice(0, 151)],
    ['too many bytes', new Uint8Array([...signTicket(tracker, { ...TICKET, address: 'a'.repeat(253) }), 97])],
    ['another offset', bytes.map((byte, index) => (index === 0 ? byte + 1 : byte))],
    ['another offset in the body', bytes.map((byte, index) => (index === 132 ? byte + 1 : byte))],
    ['a serial of 2^53', bytes.map((byte, index) => (index === 142 ? 0x20 : byte))],
    ['an address that cannot be printed', bytes.map((byte, index) => (index === bytes.length - 1 ? 7 : byte))],
  ])('has one form: %s are none', (_what, broken) => {
    expect(decodeTicket(broken)).toBeUndefined();
  });
});

describe('a network that admits by ticket', () => {
  const codeOf = (shown: Uint8Array, by = node, now = NOW, trusted = [otherTracker, tracker]): string => {
    const keys = trusted.map(({ identityKey }) => identityKey);
    const gate = new AdmissionGate(genesisHash, keys, revocations, new ManualClock(now * 1000));
    const checked = gate.check(by, shown);
    return checked.ok ? 'admitted' : checked.refusal.code;
  };
  const flipped = bytes.map((byte, index) => (index === 20 ? byte ^ 1 : byte));
  const elsewhere = testNetwork({ name: 'elsewhere' }).genesisHash;
  const revocations = new Revocations([tracker.identityKey, otherTracker.identityKey], genesisHash);
  revocations.learn(signRevocationList(tracker, genesisHash, 1, [40, 42]));
  revocations.learn(signRevocationList(otherTracker, genesisHash, 1, [41]));

  it('admits who shows a ticket of a trusted tracker for itself', () => {
    expect(codeOf(bytes)).toBe('admitted');
  });

  it.each<[code: string, shown: Uint8Array, by?: typeof node, now?: number]>([
    ['ticket-missing', new Uint8Array(0)],
    ['ticket-malformed', new Uint8Array(9)],
    ['ticket-wrong-network', signTicket(tracker, { ...TICKET, genesisHash: elsewhere })],
    ['ticket-of-another', bytes, thief],
    ['ticket-not-yet-valid', bytes, node, NOW - TICKET_CLOCK_TOLERANCE_SECONDS - 1],
    ['ticket-expired', bytes, node, NOW + LIFE_SECONDS + TICKET_CLOCK_TOLERANCE_SECONDS],
    ['ticket-signature', signTicket(thief, TICKET)],
    ['ticket-signature', flipped],
    ['ticket-signature', bytes.map((byte, index) => (index === 136 ? byte ^ 1 : byte))],
    ['ticket-revoked', signTicket(tracker, { ...TICKET, serial: 42 })],
    ['ticket-revoked', signTicket(otherTracker, TICKET)],
  ])('refuses with %s', (code, shown, ...byAndNow) => {
    expect(codeOf(shown, ...byAndNow)).toBe(code);
    expect(Object.keys(ticketRules)).toContain(code);
  });

  it.each([20, 136])('looks again at a ticket whose byte %i was changed since it was checked', (at) => {
    const shown = bytes.slice();
    const change = (): void => {
      shown[at] = (shown[at] as number) ^ 1;
    };
    expect([codeOf(shown), codeOf(shown)]).toEqual(['admitted', 'admitted']);
    expect(codeOf(shown, node, NOW, [otherTracker])).toBe('ticket-signature');
    change();
    expect(codeOf(shown)).toBe('ticket-signature');
    change();
    expect(codeOf(shown)).toBe('admitted');
  });

  it('lets clocks differ by two minutes', () => {
    expect(codeOf(bytes, node, NOW - TICKET_CLOCK_TOLERANCE_SECONDS)).toBe('admitted');
    expect(codeOf(bytes, node, NOW + LIFE_SECONDS + TICKET_CLOCK_TOLERANCE_SECONDS - 1)).toBe('admitted');
  });
});

describe('the ticket of this node', () => {
  it('is the one that lasts longest, and is due at half its life', () => {
    const clock = new ManualClock(NOW * 1000);
    const own = new OwnTicket(clock);
    expect([own.bytes.length, own.isDue]).toEqual([0, false]);
    expect(own.offer(bytes, TICKET)).toBe(true);
    expect(own.offer(new Uint8Array(3), { ...TICKET, expiresAt: NOW + 60 })).toBe(false);
    expect(own.bytes).toEqual(bytes);
    clock.advance((LIFE_SECONDS / 2) * 1000 - 1);
    expect(own.isDue).toBe(false);
    clock.advance(1);
    expect(own.isDue).toBe(true);
    own.offer(bytes, { ...TICKET, issuedAt: NOW + LIFE_SECONDS / 2, expiresAt: NOW + 2 * LIFE_SECONDS });
    expect(own.isDue).toBe(false);
  });
});

describe('a list of revoked tickets', () => {
  const list = signRevocationList(tracker, genesisHash, 7, [9, 3]);
  const codeOf = (broken: RevocationList): string | undefined => checkRevocationList(broken, genesisHash)?.code;

  it('has one form, signed by the tracker whose tickets it names', () => {
    expect(list.serials).toEqual([3, 9]);
    expect(codeOf(list)).toBeUndefined();
    expect(codeOf({ ...list, serials: [9, 3] })).toBe('revocations-unordered');
    expect(codeOf({ ...list, serials: [3, 3] })).toBe('revocations-unordered');
    expect(codeOf({ ...list, serials: [3] })).toBe('revocations-signature');
    expect(codeOf({ ...list, sequence: 8 })).toBe('revocations-signature');
    expect(codeOf({ ...list, trackerKey: otherTracker.identityKey })).toBe('revocations-signature');
    expect(codeOf({ ...list, signature: new Uint8Array(64) })).toBe('revocations-signature');
    expect(checkRevocationList(list, testNetwork({ name: 'elsewhere' }).genesisHash)?.code).toBe(
      'revocations-signature',
    );
    expect(Object.keys(revocationListRules)).toEqual(['revocations-unordered', 'revocations-signature']);
  });

  it('gives way to one of a higher sequence of the same tracker, and to no other', () => {
    const known = new Revocations([tracker.identityKey], genesisHash);
    expect(known.isNews(list)).toBe(true);
    known.learn(list);
    expect([
      known.isNews(list),
      known.isNews({ ...list, sequence: 6 }),
      known.isNews({ ...list, sequence: 8 }),
    ]).toEqual([false, false, true]);
    expect(known.isNews(signRevocationList(thief, genesisHash, 99, [3]))).toBe(false);
    expect([known.isRevoked(tracker.identityKey, 3), known.isRevoked(otherTracker.identityKey, 3)]).toEqual([
      true,
      false,
    ]);
    known.learn(signRevocationList(tracker, genesisHash, 8, []));
    expect([known.isRevoked(tracker.identityKey, 3), known.size, known.lists().length]).toEqual([false, 0, 1]);
  });
});
