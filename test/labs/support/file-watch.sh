#!/bin/sh
# Usage: file-watch.sh FOLDER PLACE...
# In a mount namespace of its own: lays an empty layer over each PLACE, which takes whatever is written there,
# except below FOLDER, which stays as it is. The layers are in ./up of this process, which waits until its standard
# input ends.
set -e
folder=$1
shift
mount -t tmpfs lvslab "$folder/watch"
cd "$folder/watch"
mkdir up work keep
mount --bind "$folder" keep
for place; do
  mkdir -p "up$place" "work$place"
  chmod --reference="$place" "up$place"
  mount -t overlay overlay "$place" -o "lowerdir=$place,upperdir=up$place,workdir=work$place"
done
mount --bind keep "$folder"
echo ready
exec cat
