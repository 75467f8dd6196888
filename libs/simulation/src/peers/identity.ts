import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { peerIdOf } from '#domain/peer-network/peer-id';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { toHex, utf8 } from '#domain/primitives/bytes';
import { WalletKey } from '#domain/wallet/wallet-key';

/** Runs of one process sign the same things again and again. */
const MAX_REMEMBERED_SIGNATURES = 20_000;

const signers = new Map<string, NodeSigner>();
const signatures = new Map<string, Uint8Array>();
const keys = new Map<number, WalletKey>();

/** The identity of a name: the same in every run, and never worth anything. */
export function simulatedSigner(name: string): NodeSigner {
  const known = signers.get(name);
  if (known !== undefined) return known;
  const secret = sha256(utf8(`cheesechain simulated identity ${name}`));
  const identityKey = ed25519.getPublicKey(secret);
  const signer = {
    peerId: peerIdOf(identityKey),
    identityKey,
    sign: (message: Uint8Array) => signOnce(`${name} ${toHex(message)}`, () => ed25519.sign(message, secret)),
  };
  signers.set(name, signer);
  return signer;
}

/** The key pair of an account of the simulated economy. */
export function simulatedKey(index: number): WalletKey {
  let key = keys.get(index);
  if (key === undefined) {
    key = new WalletKey(sha256(utf8(`cheesechain simulated account ${index}`)));
    keys.set(index, key);
  }
  return key;
}

/** Where the node of a number listens: each on a host of its own. */
export function simulatedEndpoint(index: number): Endpoint {
  return { host: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, port: 9009 };
}

function signOnce(what: string, sign: () => Uint8Array): Uint8Array {
  let signature = signatures.get(what);
  if (signature === undefined) {
    if (signatures.size >= MAX_REMEMBERED_SIGNATURES) signatures.clear();
    signature = sign();
    signatures.set(what, signature);
  }
  return signature;
}
