import { startTestPeer, type TestPeer } from '#test/http/test-peer';

interface Explanation {
  readonly code: string;
  readonly capability: string;
  readonly rule: string;
  readonly values: readonly { readonly name: string; readonly meaning: string }[];
  readonly remedy: string | null;
}

describe('explanations', () => {
  let peer: TestPeer;
  beforeAll(async () => {
    peer = await startTestPeer();
  });
  afterAll(() => peer.close());

  it('tell a rule by its code: whose it is, what its values mean, what to do', async () => {
    expect(await peer.api.ok<Explanation>('GET', '/v1/explain/mempool-fee-too-low')).toEqual({
      code: 'mempool-fee-too-low',
      capability: 'open transactions',
      rule: expect.stringContaining('minimum rate'),
      values: [
        { name: 'fee', meaning: expect.any(String) },
        { name: 'needed', meaning: expect.any(String) },
      ],
      remedy: expect.stringContaining('/v1/fees'),
    });
  });

  it('are there for every code that the document names, and for those of blocks and peers', async () => {
    const { explanations } = await peer.api.ok<{ explanations: Explanation[] }>('GET', '/v1/explain');
    const explained = new Map(explanations.map((each) => [each.code, each]));
    const { examples } = peer.api.document.components as { examples: Record<string, { value: { detail: string } }> };
    for (const [code, { value }] of Object.entries(examples)) {
      expect([code, explained.get(code)?.rule]).toEqual([code, value.detail]);
    }
    for (const code of ['header-work-insufficient', 'ledger-nonce', 'sync-claim-unfounded', 'preamble-genesis']) {
      expect(explained.has(code)).toBe(true);
    }
    for (const each of explanations.slice(0, 3)) {
      expect(await peer.api.ok('GET', `/v1/explain/${each.code}`)).toEqual(each);
    }
  });

  it('tell the names of the values that a refusal comes with', async () => {
    const { problem } = await peer.api.problem('GET', `/v1/transactions/${'0'.repeat(64)}`);
    const { values, rule } = await peer.api.ok<Explanation>('GET', `/v1/explain/${problem.code}`);
    const standard = ['type', 'title', 'status', 'detail', 'code', 'instance'];
    expect(Object.keys(problem).filter((name) => !standard.includes(name))).toEqual(values.map(({ name }) => name));
    expect(problem.detail).toBe(rule);
  });

  it.each(['no-such-code', 'toString', '__proto__', 'MEMPOOL-FULL'])('there is none of %s', async (code) => {
    expect(await peer.api.refusal('GET', `/v1/explain/${code}`)).toBe('404 explanation-not-found');
  });
});
