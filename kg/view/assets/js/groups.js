// Groups of those who deal much with each other, each of which can be drawn as one.

function hasGroups() {
  return false;
}

function areGroupsClosed() {
  return false;
}

function groupItems() {
  return [];
}

function groupsCard() {
  return [];
}
