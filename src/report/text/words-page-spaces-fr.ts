/** The sentences about collective spaces in French. */
export const WORDS_PAGE_SPACES_FR = {
  'section.spaces': 'Espaces collectifs',
  'section.spaces.sub':
    'Les dossiers de groupe, lus une seule fois ; rien n’y compte dans le quota d’un membre',
  'spaces.space': 'Espace',
  'spaces.files': 'Fichiers',
  'spaces.seenBy': 'Visible pour',
  'spaces.members': '{n, plural, =0 {aucun membre lu} one {# membre} other {# membres}}',
  'spaces.unlimited': 'illimité',
} as const;
