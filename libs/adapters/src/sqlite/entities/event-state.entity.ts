import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The journal's one row of its own. */
@Entity('event_state')
export class EventStateEntity {
  /** 1. */
  @PrimaryColumn('integer')
  id: number;

  /** The number that comes next. */
  @Column('integer')
  next: number;

  /** Where the best chain ended, as far as the journal has told; internal order. */
  @Column('blob', { name: 'tip_hash', nullable: true })
  tipHash: Uint8Array | null;

  @Column('integer', { name: 'tip_height', nullable: true })
  tipHeight: number | null;
}
