import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testSigner as memorySigner } from '#test/memory-node';

describe('what a peer tells of itself', () => {
  let peer: TestPeer;
  beforeAll(async () => {
    peer = await startTestPeer();
  });
  afterAll(() => peer.close());

  it('the peer itself says what it runs on, whom it asks for peers and whom it keeps out', async () => {
    const liar = memorySigner(7).peerId;
    const breach = { code: 'header-work-insufficient', hash: '00', bits: '207fffff' };
    peer.node.peers.misbehaviour.report(liar, breach.code, breach);
    expect(await peer.api.ok('GET', '/v1/node')).toEqual({
      id: peer.node.peers.peerId,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      address: '10.0.0.1:9009',
      verifier: 'test',
      miner: 'test',
      trackers: [],
      membership: { permissioned: false, ticket: null, revokedTickets: 0 },
      bans: [
        {
          id: liar,
          code: 'header-work-insufficient',
          rule: expect.stringContaining('proof of work'),
          values: { hash: '00', bits: '207fffff' },
          until: expect.any(String),
        },
      ],
    });
  });
});
