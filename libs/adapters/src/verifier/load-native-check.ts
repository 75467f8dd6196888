import { createRequire } from 'node:module';
import type { CheckSignature } from './check-signature.ts';

/** The one function that is used of the package's native binding. */
interface NativeBinding {
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
}

/**
 * ECDSA by libsecp256k1, through the `secp256k1` package's native binding. Its main entry would quietly fall back
 * to a pure-JavaScript library with other speed and other edge cases, so the binding itself is asked for.
 * libsecp256k1 refuses a high s in verification by itself; unparseable keys and signatures throw, and give false here.
 *
 * @throws when there is no binary for this platform
 */
export function loadNativeCheck(): CheckSignature {
  const binding = createRequire(import.meta.url)('secp256k1/bindings.js') as NativeBinding;
  return (digest, signature, publicKey) => {
    try {
      return binding.ecdsaVerify(signature, digest, publicKey);
    } catch {
      return false;
    }
  };
}
