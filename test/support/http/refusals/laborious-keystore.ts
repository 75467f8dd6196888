import { setTimeout as work } from 'node:timers/promises';
import { MemoryKeystore } from '#adapters/memory/memory-keystore';

/** So long a password costs here; a real one costs a second of scrypt. */
const OPENING_MS = 30;

/** A keystore in memory whose password costs time, as that of a file does. */
export class LaboriousKeystore extends MemoryKeystore {
  override async open(password: string | undefined): ReturnType<MemoryKeystore['open']> {
    await work(OPENING_MS);
    return super.open(password);
  }
}
