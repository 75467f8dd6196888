import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A header of any branch. */
@Entity('header')
@Index('header_hash', ['hash'], { unique: true })
@Index('header_height', ['height'])
export class HeaderEntity {
  /** This file's own number of it, in the order they came: the key of body and undo data. */
  @PrimaryColumn('integer')
  number: number;

  /** Internal order, 32 bytes. */
  @Column('blob')
  hash: Uint8Array;

  @Column('integer')
  height: number;

  /** The 80 bytes. */
  @Column('blob')
  header: Uint8Array;

  /** 32 bytes, big-endian. */
  @Column('blob', { name: 'ruled_target' })
  ruledTarget: Uint8Array;

  /** 32 bytes, big-endian. */
  @Column('blob', { name: 'total_work' })
  totalWork: Uint8Array;

  /** 0 header, 1 body, 2 connected, 3 invalid. */
  @Column('integer')
  status: number;

  @Column('integer')
  arrival: number;

  @Column('text', { name: 'invalid_code', nullable: true })
  invalidCode: string | null;
}
