import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A whole block, header included, as it came. */
@Entity('body')
export class BodyEntity {
  /** The header's number. */
  @PrimaryColumn('integer')
  number: number;

  @Column('blob')
  bytes: Uint8Array;
}
