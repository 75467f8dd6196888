import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What undoes a block of the best chain. */
@Entity('undo')
export class UndoEntity {
  /** The header's number. */
  @PrimaryColumn('integer')
  number: number;

  @Column('blob')
  bytes: Uint8Array;
}
