// Proposes the time zone that the browser knows, where a form asks for one for the first time.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const form of document.querySelectorAll("form[data-zone]")) {
  const field = form.elements[form.dataset.zone];
  if ([...(field?.options ?? [])].some((option) => option.value === here)) field.value = here;
}
