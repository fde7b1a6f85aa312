-- The roles and the schema of one service, named by the setting `preparing.schema`.
--
-- By hand:  psql --single-transaction -c "SET preparing.schema = 'participants'" -f roles.sql
--
-- The owner role migrates; the runtime role reads and writes rows of this schema and can do nothing
-- else. Neither logs in by itself: whoever runs this may take them on (SET ROLE), and operators
-- who want separate logins give them one (ALTER ROLE ... LOGIN PASSWORD ...).
--
-- Running it again changes nothing, and where all of it exists already it needs no rights beyond
-- those of the owner role.
DO $$
DECLARE
    service     CONSTANT text    := current_setting('preparing.schema');
    owner_role  CONSTANT text    := service || '_owner';
    runtime     CONSTANT text    := service || '_runtime';
    role_name   text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('prepare service roles'));

    FOREACH role_name IN ARRAY ARRAY[owner_role, runtime] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            -- Roles belong to the whole cluster but advisory locks to one database, so somebody in
            -- another database may come first. This waits for them and then finds it done.
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', role_name);
                -- For logins as the role itself; SET ROLE does not apply these. Operators may
                -- change them, so they are set only once.
                EXECUTE format('ALTER ROLE %I SET search_path = %I', role_name, service);
                EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', role_name, '5s');
                IF role_name = runtime THEN
                    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', role_name, '30s');
                    EXECUTE format(
                        'ALTER ROLE %I SET idle_in_transaction_session_timeout = %L',
                        role_name, '60s'
                    );
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        -- Superusers need no membership, and the role itself can have none.
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolcreaterole)
           AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND rolsuper)
           AND current_user <> role_name
        THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
        END IF;
    END LOOP;

    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = service) THEN
        EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', service, owner_role);
    END IF;

    -- From here on as the owner: what it grants is remembered as its own grant.
    EXECUTE format('SET LOCAL ROLE %I', owner_role);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, runtime);
    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', service, runtime
    );
    EXECUTE format(
        'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', service, runtime
    );
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I'
        ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', service, runtime
    );
    EXECUTE format(
        'ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO %I',
        service, runtime
    );
    RESET ROLE;
END
$$;
