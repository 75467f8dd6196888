import { createPublicKey, verify } from 'node:crypto';
import { verifyEd25519 } from './ed25519.ts';
import { IDENTITY_PROOF_BYTES, identityFromProof, proveIdentity } from './identity-proof.ts';
import { generateNodeIdentity } from './node-identity.ts';

describe('an identity proof', () => {
  const identity = generateNodeIdentity();

  it('gives the identity key to the static key that it was made for', () => {
    const proof = proveIdentity(identity);
    expect(proof).toHaveLength(IDENTITY_PROOF_BYTES);
    expect(identityFromProof(proof, identity.staticPublicKey)).toEqual(new Uint8Array(identity.identityPublicKey));
  });

  it('is worth nothing with the static key of a thief', () => {
    const thief = generateNodeIdentity();
    expect(identityFromProof(proveIdentity(identity), thief.staticPublicKey)).toBeUndefined();
  });

  it('is refused with any one bit changed, or with a byte more or less', () => {
    const proof = proveIdentity(identity);
    for (let position = 0; position < proof.length; position++) {
      const changed = Uint8Array.from(proof);
      changed[position] = (changed[position] as number) ^ (1 << (position % 8));
      expect(identityFromProof(changed, identity.staticPublicKey)).toBeUndefined();
    }
    expect(identityFromProof(proof.subarray(1), identity.staticPublicKey)).toBeUndefined();
    expect(identityFromProof(Buffer.concat([proof, Buffer.of(0)]), identity.staticPublicKey)).toBeUndefined();
  });

  it('is refused when its key is of small order, for which one signature fits every message', () => {
    const neutral = Buffer.alloc(32).fill(1, 0, 1);
    const signature = Buffer.concat([neutral, Buffer.alloc(32)]);
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), neutral]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const messages = [Buffer.from('one message'), Buffer.from('another')];
    expect(messages.map((message) => verify(null, message, key, signature))).toEqual([true, true]);
    expect(messages.map((message) => verifyEd25519(neutral, message, signature))).toEqual([false, false]);
    expect(identityFromProof(Buffer.concat([neutral, signature]), identity.staticPublicKey)).toBeUndefined();
  });

  it.each([
    ['off the curve', '0200000000000000000000000000000000000000000000000000000000000000'],
    ['not canonical', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['of order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
  ])('is refused when its key is %s', (_, key) => {
    expect(verifyEd25519(Buffer.from(key, 'hex'), Buffer.from('m'), Buffer.alloc(64))).toBe(false);
  });
});
