import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sorted run of the place index: one block's entries, or those of several runs merged into one. */
@Entity('place_run')
export class PlaceRunEntity {
  @PrimaryColumn('integer')
  id: number;

  /** 0 for one block's, 1 for a merge of those, and so on. */
  @Column('integer')
  level: number;

  /** No entry of it is higher. */
  @Column('integer', { name: 'last_height' })
  lastHeight: number;

  /** The run that its entries are moving to, if they are. */
  @Column('integer', { name: 'merged_into', nullable: true })
  mergedInto: number | null;
}
