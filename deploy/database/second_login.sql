-- Another login for a service's runtime role, with rights and settings of that role and no others.
--
-- While both log in, processes go over from one password to the other, and nobody is refused:
--
--   psql --single-transaction -c "SET preparing.schema = 'participants'" -f deploy/database/second_login.sql
--   psql -c '\password participants_runtime_2'
--
-- Running it again changes nothing, except that it follows the settings of the runtime role.
DO $$
DECLARE
    runtime    CONSTANT text := current_setting('preparing.schema') || '_runtime';
    login      CONSTANT text := runtime || '_2';
    setting    record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT IN ROLE %I', login, runtime);
    END IF;

    EXECUTE format('ALTER ROLE %I RESET ALL', login);
    -- A pooler's connection can ask for nothing when it begins; so the login asks by itself.
    EXECUTE format('ALTER ROLE %I SET role = %L', login, runtime);
    FOR setting IN
        SELECT split_part(line, '=', 1)                    AS name,
               substr(line, strpos(line, '=') + 1)         AS value
          FROM pg_db_role_setting AS s
         CROSS JOIN unnest(s.setconfig) AS line
         WHERE s.setrole = runtime::regrole
           AND s.setdatabase = 0
    LOOP
        -- A list of schemas is written as a list already; quoted, it would be one odd name.
        EXECUTE format(
            CASE WHEN setting.name = 'search_path'
                 THEN 'ALTER ROLE %I SET %I = %s'
                 ELSE 'ALTER ROLE %I SET %I = %L'
            END,
            login, setting.name, setting.value
        );
    END LOOP;
END
$$;
