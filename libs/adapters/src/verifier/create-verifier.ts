import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import type { CheckSignature, VerifierImplementation } from './check-signature.ts';
import { loadNativeCheck } from './load-native-check.ts';
import { PooledVerifier } from './pooled-verifier.ts';

export interface CreateVerifierOptions {
  /** Threads to check on; all cores when it is left out. */
  readonly threads?: number;
  readonly log?: Log;
  /** Gives the native check or throws; another one only in tests. */
  readonly loadNative?: () => CheckSignature;
}

/** The fastest verifier that loads here: libsecp256k1, else @noble/curves and a warning. Says which in the log. */
export function createVerifier(options: CreateVerifierOptions = {}): SignatureVerifier {
  const log = options.log ?? SILENT_LOG;
  const verifier = new PooledVerifier({
    implementation: chooseImplementation(log, options.loadNative ?? loadNativeCheck),
    log,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  });
  log.info('signatures are checked', { by: verifier.description });
  return verifier;
}

function chooseImplementation(log: Log, loadNative: () => CheckSignature): VerifierImplementation {
  try {
    loadNative();
    return 'native';
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn('native signature checks do not load here; the slower ones take their place', { reason });
    return 'noble';
  }
}
