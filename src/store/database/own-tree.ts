/** Of the random part of the name of a tree that is being written; a space and the member's id follow its hexadecimal digits. */
export const WRITER_BYTES = 8;

/** Erases what was read of one member's own things; each takes the member's id. */
export const OWN_TREE = [
  'DELETE FROM tree_parts WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
  'DELETE FROM snapshots WHERE member = ?',
  'DELETE FROM shares WHERE member = ?',
  'DELETE FROM upload_times WHERE member = ?',
  `DELETE FROM new_tree_parts WHERE substr(writer, ${2 * WRITER_BYTES + 2}) = ?`,
  'DELETE FROM run_readings WHERE member = ?',
  "DELETE FROM run_trees WHERE name = 'member ' || ?",
] as const;
