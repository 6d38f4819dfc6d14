import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useState } from 'react';

/** A choice of several. Its list closes on each choice, so that what lies below is in sight; typing or a click opens it again. */
export function MultiPick(props: MultiSelectProps) {
  const [open, setOpen] = useState(false);
  return (
    <MultiSelect
      {...props}
      dropdownOpened={open}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onOptionSubmit={(value) => {
        props.onOptionSubmit?.(value);
        setOpen(false);
      }}
    />
  );
}
