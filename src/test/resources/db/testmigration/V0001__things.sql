create table thing (
    id uuid primary key,
    name text not null constraint thing_name_unique unique,
    size int constraint thing_size_positive check (size > 0),
    made timestamptz not null default now(),
    parent uuid constraint thing_parent references thing
);
