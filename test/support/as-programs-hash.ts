import { useFastHashes } from '#adapters/kernel/fast-hashes';
import { SILENT_LOG } from '#domain/primitives/log.port';

// Imported by long tests: they hash as the programs do, and take half the time.
useFastHashes(SILENT_LOG);
