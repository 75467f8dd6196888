import { joinProofOf } from '#domain/peer-network/join-proof';
import { MAX_REVOKED_SERIALS } from '#domain/peer-network/revocation-list';
import { accepted, refused } from '#domain/primitives/result';
import { type AdmissionRecords, type IssuedTicket, NO_ADMISSION_RECORDS } from '#domain/tracker/admission-records';
import type { AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';
import { MAX_OPEN_JOIN_TOKENS } from '#domain/tracker/join-tokens';
import { testSigner } from '../../memory-node.ts';
import { BEGINNING_MS, TrackerWorld } from '../../tracker/tracker-world.ts';
import { ApiCaller } from '../api-caller.ts';
import { TRACKER_TOKEN, trackerApp } from '../tracker-app.ts';

/** What a peer holds that was admitted before. */
const TICKET: IssuedTicket = {
  peerId: testSigner(3).peerId,
  address: '10.0.0.3',
  serial: 1,
  issuedAt: BEGINNING_MS / 1_000,
  expiresAt: BEGINNING_MS / 1_000 + 3_600,
};
const RECORDS: AdmissionRecords = { ...NO_ADMISSION_RECORDS, lastSerial: TICKET.serial, issued: [TICKET] };

/** Every operation of a tracker as it should be called, and whatever it may refuse; gives what was answered. */
export async function provokeTrackerAnswers(): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const provoke of [askInOrder, askWithFullList, askWithBrokenDisk]) await provoke(seen);
  return seen;
}

async function withTracker(
  seen: Set<string>,
  admissionStore: AdmissionRecordsStore | undefined,
  ask: (api: ApiCaller, world: TrackerWorld) => Promise<void>,
): Promise<void> {
  const world = await TrackerWorld.open({
    admission: 'token',
    ...(admissionStore === undefined ? {} : { admissionStore }),
  });
  const app = await trackerApp(world);
  const api = await ApiCaller.of(app, TRACKER_TOKEN);
  await ask(api, world);
  for (const each of api.seen) seen.add(each);
  await app.close();
}

/** One is invited, comes, is listed and thrown out; then invitations run out. */
function askInOrder(seen: Set<string>): Promise<void> {
  return withTracker(seen, undefined, async (api, world) => {
    await api.ok('GET', '/v1/admission');
    const { token } = await api.ok<{ token: string }>('POST', '/v1/join-tokens', {}, 201);
    const peer = await world.dialledIn(1);
    const joinProof = joinProofOf(token, peer.session.handshakeHash);
    if (!(await world.inTime(peer.greet({ joinProof }))).ok) throw new Error('was not admitted');
    const listed = await api.ok<{ joinTokens: object[] }>('GET', '/v1/join-tokens');
    if (listed.joinTokens.length !== 1) throw new Error('the spent token is not listed');
    await api.ok('GET', '/v1/peers');
    await api.ok('POST', '/v1/revocations', { body: { peer: peer.signer.peerId } }, 201);
    await api.ok('GET', '/v1/admission');
    await api.call('POST', '/v1/revocations', { body: { peer: testSigner(2).peerId } });
    for (let made = 0; made <= MAX_OPEN_JOIN_TOKENS; made++) await api.call('POST', '/v1/join-tokens');
  });
}

/** As many tickets are revoked as a list takes. */
function askWithFullList(seen: Set<string>): Promise<void> {
  const serials = Array.from({ length: MAX_REVOKED_SERIALS }, (_, at) => at + TICKET.serial + 1);
  const revoked = serials.map((serial) => ({ serial, expiresAt: TICKET.expiresAt }));
  const store: AdmissionRecordsStore = {
    load: async () => accepted({ ...RECORDS, sequence: 1, revoked }),
    save: async () => accepted(undefined),
  };
  return withTracker(seen, store, async (api) => {
    await api.call('POST', '/v1/revocations', { body: { peer: TICKET.peerId } });
  });
}

/** The disk is full when an order is to be kept. */
function askWithBrokenDisk(seen: Set<string>): Promise<void> {
  const store: AdmissionRecordsStore = {
    load: async () => accepted(RECORDS),
    save: async () => refused({ code: 'admission-records-unwritable', where: 'here', reason: 'ENOSPC' }),
  };
  return withTracker(seen, store, async (api) => {
    await api.call('POST', '/v1/join-tokens');
    await api.call('POST', '/v1/revocations', { body: { peer: TICKET.peerId } });
  });
}
