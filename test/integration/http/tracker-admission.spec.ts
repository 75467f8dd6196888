import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TrackerSchemas } from '#client/tracker-types';
import { joinProofOf } from '#domain/peer-network/join-proof';
import { toHex } from '#domain/primitives/bytes';
import { ApiCaller, type ProblemBody } from '#test/http/api-caller';
import { TRACKER_TOKEN, trackerApp } from '#test/http/tracker-app';
import { testSigner } from '#test/memory-node';
import { TRACKER_SEED } from '#test/tracker/test-tracker';
import { TrackerWorld } from '#test/tracker/tracker-world';

type TokenBody = TrackerSchemas['NewJoinTokenView'];

describe('admission at a tracker, over HTTP', () => {
  let world: TrackerWorld;
  let app: NestFastifyApplication;
  let api: ApiCaller;

  beforeEach(async () => {
    world = await TrackerWorld.open({ admission: 'token' });
    app = await trackerApp(world);
    api = await ApiCaller.of(app, TRACKER_TOKEN);
  });

  afterEach(() => app.close());

  it('tells its key, whom it admits and what it revoked', async () => {
    expect((await api.call('GET', '/v1/admission', { token: null })).json).toEqual({
      trackerKey: toHex(testSigner(TRACKER_SEED).identityKey),
      mode: 'token',
      ticketLifeSeconds: 604_800,
      tickets: 0,
      openJoinTokens: 0,
      revocations: { sequence: 0, serials: [] },
    });
  });

  it('makes a token that admits one peer, tells its secret once, and then who spent it', async () => {
    const made = await api.call<TokenBody>('POST', '/v1/join-tokens');
    expect([made.status, made.json.token]).toEqual([201, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    const peer = await world.dialledIn(1);
    const joinProof = joinProofOf(made.json.token, peer.session.handshakeHash);
    expect((await world.inTime(peer.greet({ joinProof }))).ok).toBe(true);
    const listed = await api.call('GET', '/v1/join-tokens');
    expect(listed.json).toEqual({
      joinTokens: [
        {
          id: made.json.id,
          state: 'spent',
          createdAt: new Date(world.clock.nowMs()).toISOString().replace(/\.\d+/, '.000'),
          expiresAt: made.json.expiresAt,
          spentBy: peer.signer.peerId,
        },
      ],
    });
    expect(listed.text).not.toContain(made.json.token);
    expect((await api.call<{ tickets: number }>('GET', '/v1/admission')).json.tickets).toBe(1);
  });

  it('revokes a peer, and does not know whom it never admitted', async () => {
    const { json } = await api.call<TokenBody>('POST', '/v1/join-tokens');
    const peer = await world.dialledIn(1);
    await world.inTime(peer.greet({ joinProof: joinProofOf(json.token, peer.session.handshakeHash) }));
    const { peerId } = peer.signer;
    const revoked = await api.call('POST', '/v1/revocations', { body: { peer: peerId } });
    expect([revoked.status, revoked.json]).toEqual([
      201,
      { peer: peerId, revocations: { sequence: expect.any(Number), serials: [expect.any(Number)] } },
    ]);
    const stranger = { peer: testSigner(2).peerId };
    const unknown = await api.call<ProblemBody>('POST', '/v1/revocations', { body: stranger });
    expect([unknown.status, unknown.json.code]).toEqual([404, 'revocation-unknown']);
    const wrong = await api.call<ProblemBody>('POST', '/v1/revocations', { body: { peer: 'somebody' } });
    expect([wrong.status, wrong.json.code]).toEqual([400, 'request-invalid']);
    const { text } = await api.call('GET', '/metrics');
    expect(text).toContain('cheesechain_tracker_revoked_tickets 1');
  });

  it('wants its token for all that changes something or tells of invitations, on this machine too', async () => {
    for (const [method, path] of [
      ['POST', '/v1/join-tokens'],
      ['GET', '/v1/join-tokens'],
      ['POST', '/v1/revocations'],
    ] as const) {
      const { status, json } = await api.call<ProblemBody>(method, path, { token: null });
      expect([path, status, json.code]).toEqual([path, 401, 'token-missing']);
    }
  });
});
