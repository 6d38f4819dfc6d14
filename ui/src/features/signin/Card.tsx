import { Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface CardProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** The frame of all pages around signing in: our name and one card. */
export function Card({ title, text, children }: CardProps) {
  useEffect(() => {
    document.title = `${title} · Atrium`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md" bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-8))">
      <Box w="100%" maw={420}>
        <Group justify="center" gap="xs" mb="lg">
          <img src="/atrium.svg" alt="" width={34} height={34} />
          <Text fw={700} size="xl">
            Atrium
          </Text>
        </Group>
        <Paper withBorder shadow="md" p="xl">
          <Stack>
            <div>
              <Title order={1} size="h3">
                {title}
              </Title>
              {text !== undefined && (
                <Text c="dimmed" size="sm" mt={4}>
                  {text}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Box>
    </Center>
  );
}
