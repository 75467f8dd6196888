import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which header the best chain has at a height. */
@Entity('best_chain')
export class BestChainEntity {
  @PrimaryColumn('integer')
  height: number;

  /** The header's number. */
  @Column('integer')
  number: number;
}
