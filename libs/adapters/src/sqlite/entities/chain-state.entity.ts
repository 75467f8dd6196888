import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says which chain this is and where it stands. */
@Entity('chain_state')
export class ChainStateEntity {
  /** Always 1. */
  @PrimaryColumn('integer')
  id: number;

  /** The genesis block's hash, internal order. */
  @Column('blob')
  genesis: Uint8Array;

  /** The best block's hash, internal order; null in a new store. */
  @Column('blob', { nullable: true })
  tip: Uint8Array | null;

  /** How many accounts there are: counting a million rows would take too long to ask. */
  @Column('integer', { name: 'account_count' })
  accountCount: number;

  /** The sum of all balances in crumbs, below 2^53. */
  @Column('integer', { name: 'account_balance' })
  accountBalance: number;

  /** Blocks below this height may be without their bodies. */
  @Column('integer', { name: 'bodies_below', default: 0 })
  bodiesBelow: number;

  /** Blocks below this height may be without their undo data. */
  @Column('integer', { name: 'undo_below', default: 0 })
  undoBelow: number;
}
