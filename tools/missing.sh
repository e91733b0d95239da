#!/bin/sh
# Say which parts of the suite cannot run on this machine, and what would let them.
if [ ! -x /usr/bin/chromium ]; then
  echo "No chromium: tests in a browser are skipped. apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji"
fi
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  echo "No PostgreSQL: tests on it are skipped. apt-get install postgresql"
fi
if [ ! -x /usr/sbin/nginx ]; then
  echo "No nginx: tests behind a reverse proxy are skipped. apt-get install nginx-light"
fi
