/** The sentences about collective spaces in English. */
export const WORDS_PAGE_SPACES_EN = {
  'section.spaces': 'Collective spaces',
  'section.spaces.sub': 'Group folders, read once; nothing in them counts in a member’s quota',
  'spaces.space': 'Space',
  'spaces.files': 'Files',
  'spaces.seenBy': 'Seen by',
  'spaces.members': '{n, plural, =0 {no member who was read} one {# member} other {# members}}',
  'spaces.unlimited': 'unlimited',
} as const;
