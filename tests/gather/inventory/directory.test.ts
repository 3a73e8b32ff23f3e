import { describe, expect, it } from 'vitest';
import { parseDirectory } from '../../../src/gather/inventory/directory.ts';

describe('the directory', () => {
  it('is read with commas and with semicolons, as a spreadsheet writes it', () => {
    for (const text of [
      'id,mail,antenna,status,referent\nanna,anna@coop.example,Tours,CAPE,\n',
      '\uFEFFid;mail;antenna;status;referent\r\nanna;anna@coop.example;Tours;CAPE;\r\n',
    ]) {
      const { rows, problems } = parseDirectory(text);
      expect(problems).toEqual([]);
      expect([...rows.values()]).toEqual([
        { id: 'anna', mail: 'anna@coop.example', antenna: 'Tours', status: 'CAPE', referent: null },
      ]);
    }
  });
  it('needs only the id, in any place', () => {
    expect([...parseDirectory('antenna,id\nOrléans,bob\n').rows.values()]).toEqual([
      { id: 'bob', mail: null, antenna: 'Orléans', status: null, referent: null },
    ]);
  });
  it('names everything that is wrong, by line', () => {
    const { rows, problems } = parseDirectory('id,mail\nanna,no address\n,x@coop.example\nbob,\nbob,\n');
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect([...rows.keys()]).toEqual(['bob']);
  });
  it('without an id column or with broken quotes is refused', () => {
    expect(parseDirectory('name\nanna\n').problems).toMatchObject([{ line: 1 }]);
    expect(parseDirectory('id,mail\nanna,"x\n').problems).toHaveLength(1);
  });
});
