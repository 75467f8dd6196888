import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An entry of the journal of events. */
@Entity('event')
export class EventEntity {
  /** The first of its numbers. */
  @PrimaryColumn('integer')
  number: number;

  /** How many numbers it takes. */
  @Column('integer')
  numbers: number;

  @Column('text')
  kind: string;

  /** Milliseconds since 1970. */
  @Column('integer', { name: 'at_ms' })
  atMs: number;

  /** JSON. */
  @Column('text')
  facts: string;

  /** Canonical bytes. */
  @Column('blob', { nullable: true })
  transaction: Uint8Array | null;
}
