import { PeerClient } from '#client/peer-client';
import { PeerError } from '#client/peer-error';

/** Pays one cheesecoin and waits until a block has it. */
export async function payAndWatch(peer: string, token: string, recipient: string): Promise<string> {
  const client = new PeerClient({ peer, token });
  try {
    const { id } = await client.post('/v1/wallet/transactions', {
      body: { recipient, amount: 100_000_000, memo: 'for the brie' },
      params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
    });
    await client.post('/v1/mining/blocks', { timeoutMs: 60_000 });
    const { status, height } = await client.get('/v1/transactions/{id}', { params: { path: { id } } });
    return `${status} at height ${height}`;
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    const { rule, remedy } = await client.get('/v1/explain/{code}', { params: { path: { code: error.code } } });
    return `${error.code}: ${rule} ${remedy ?? ''}`;
  }
}
