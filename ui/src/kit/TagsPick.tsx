import { TagsInput, type TagsInputProps } from '@mantine/core';
import { useState } from 'react';

/** Names that are there or new ones; what was typed counts when the field is left. The list closes on each choice. */
export function TagsPick(props: TagsInputProps) {
  const [open, setOpen] = useState(false);
  return (
    <TagsInput
      acceptValueOnBlur
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
