import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A piece of a run, read and written whole. */
@Entity('place_chunk')
@Index('place_chunk_first', ['run', 'first'], { unique: true })
export class PlaceChunkEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer')
  run: number;

  /** Its first entry, big-endian, so that SQLite's order of bytes is the order of entries. */
  @Column('blob')
  first: Uint8Array;

  /** Sorted entries of 16 bytes (`place-entry.ts`). */
  @Column('blob')
  entries: Uint8Array;
}
