#!/bin/sh
# Run as root once "menage --version" answers: makes the user, its folder and the systemd units (or, with --cron, the
# crontab), so that they find the program wherever npm put it. May be run again after an update. $DESTDIR: below another
# root, without user and systemd.
set -eu
here=$(dirname "$(readlink -f "$0")")
root=${DESTDIR-}
state=/var/lib/menage
units='menage.service menage.timer menage-failed@.service menage-portal.service menage-worker@.service'

fail() {
  echo "menage: $1" >&2
  exit 1
}

# What sudo, the units and cron search.
find_program() {
  place=$(command -v "$1") || fail "$1 is not in the PATH of this shell: $2"
  case $(dirname "$place") in
    /usr/bin | /usr/local/bin) ;;
    *)
      mkdir -p "$root/usr/local/bin"
      ln -sf "$place" "$root/usr/local/bin/$1"
      echo "/usr/local/bin/$1 now leads to $place"
      ;;
  esac
}

make_user() {
  if [ -n "$root" ]; then
    mkdir -p "$root$state"
    return
  fi
  [ "$(id -u)" = 0 ] || fail 'run this script as root'
  getent passwd menage >/dev/null || adduser --system --group --home "$state" --no-create-home menage
  install --directory --owner=menage --group=menage --mode=0700 "$state"
  runuser -u menage -- env -i PATH=/usr/local/bin:/usr/bin:/bin menage --version >/dev/null ||
    fail "the user menage cannot run $(command -v menage): install Node and menage where every user may read them (not below /root or a home)"
}

start_by_systemd() {
  mkdir -p "$root/etc/systemd/system"
  for unit in $units; do install --mode=0644 "$here/$unit" "$root/etc/systemd/system/$unit"; done
  rm -f "$root/etc/cron.d/menage"
  [ -n "$root" ] || systemctl daemon-reload
  echo 'Once all is tried: systemctl enable --now menage.timer'
}

start_by_cron() {
  mkdir -p "$root/etc/cron.d"
  install --mode=0644 "$here/menage.crontab" "$root/etc/cron.d/menage"
  echo 'From now on cron runs it on the 2nd of every month, as soon as there is a config.'
}

# Where the shell's own folder is there.
complete() {
  shell=$1
  file=$root$2
  [ ! -d "$(dirname "$file")" ] || menage completion "$shell" >"$file"
}

find_program menage 'npm install --global ./nextcloud-menage-*.tgz'
find_program node 'install Node 20 or newer'
make_user
if [ "${1-}" = --cron ]; then start_by_cron; else start_by_systemd; fi
umask 022
# npm links it only in some versions.
install -D --mode=0644 "$here/../docs/menage.1" "$root/usr/local/share/man/man1/menage.1"
complete bash /etc/bash_completion.d/menage
complete zsh /usr/local/share/zsh/site-functions/_menage
complete fish /etc/fish/completions/menage.fish
echo "Next: cd $state && sudo -u menage menage init"
