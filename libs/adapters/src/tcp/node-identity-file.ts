import { fromHex, isHex, toHex } from '#domain/primitives/bytes';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { createPrivateFile, errnoOf, readPrivateFile } from '../files/private-file.ts';
import { ed25519KeyPairFromRaw, rawEd25519PrivateKey } from './ed25519.ts';
import { generateNodeIdentity, type NodeIdentity, nodeIdentityOf } from './node-identity.ts';
import type { NodeIdentityFileRefusal } from './node-identity-file.errors.ts';
import { rawX25519PrivateKey, x25519KeyPairFromRaw } from './x25519.ts';

const FORMAT_VERSION = 1;
const KEY_BYTES = 32;

/** What we write has some 400 bytes; anything above this is another file. */
const MAX_IDENTITY_FILE_BYTES = 4096;

type Outcome = Result<NodeIdentity, NodeIdentityFileRefusal>;

/**
 * The identity kept in this JSON file; on the first start a new one, written before it is used. The file has mode
 * 0600 and holds both private keys and, to notice damage, the peer id and the public static key. A file that is
 * there is never replaced, not even by a second process that starts at the same moment.
 */
export async function loadOrCreateNodeIdentity(path: string): Promise<Outcome> {
  const loaded = await loadNodeIdentity(path);
  if (loaded !== undefined) return loaded;
  const identity = generateNodeIdentity();
  try {
    if (await createPrivateFile(path, encode(identity))) return accepted(identity);
  } catch (error) {
    return refused({ code: 'identity-unwritable', path, errno: errnoOf(error) });
  }
  return (await loadNodeIdentity(path)) ?? refused({ code: 'identity-unreadable', path, errno: 'EEXIST' });
}

/** The identity of the file, or undefined when there is no such file. */
export async function loadNodeIdentity(path: string): Promise<Outcome | undefined> {
  let file: Awaited<ReturnType<typeof readPrivateFile>>;
  try {
    file = await readPrivateFile(path, MAX_IDENTITY_FILE_BYTES);
  } catch (error) {
    return refused({ code: 'identity-unreadable', path, errno: errnoOf(error) });
  }
  if (file === undefined) return undefined;
  const identity = file === 'too-long' ? 'it is too long' : decode(file.text);
  return typeof identity === 'string'
    ? refused({ code: 'identity-damaged', path, detail: identity })
    : accepted(identity);
}

function encode(identity: NodeIdentity): string {
  const fields = {
    version: FORMAT_VERSION,
    peerId: identity.peerId,
    identityPrivateKey: toHex(rawEd25519PrivateKey(identity.identityPrivateKey)),
    staticPrivateKey: toHex(rawX25519PrivateKey(identity.staticPrivateKey)),
    staticPublicKey: toHex(identity.staticPublicKey),
  };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** The identity, or what is wrong with the text. */
function decode(text: string): NodeIdentity | string {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (typeof fields !== 'object' || fields === null) return 'it is not a JSON object';
  const { version, peerId, identityPrivateKey, staticPrivateKey, staticPublicKey } = fields as Record<string, unknown>;
  if (version !== FORMAT_VERSION) return `its version is not ${FORMAT_VERSION}`;
  if (!isKeyHex(identityPrivateKey) || !isKeyHex(staticPrivateKey)) return 'a private key is not 64 hex digits';
  const identity = nodeIdentityOf(
    ed25519KeyPairFromRaw(fromHex(identityPrivateKey)),
    x25519KeyPairFromRaw(fromHex(staticPrivateKey)),
  );
  if (identity.peerId !== peerId) return 'the peer id is not the one of the identity key';
  if (toHex(identity.staticPublicKey) !== staticPublicKey) return 'the static keys are not a pair';
  return identity;
}

function isKeyHex(value: unknown): value is string {
  return typeof value === 'string' && isHex(value, KEY_BYTES);
}
