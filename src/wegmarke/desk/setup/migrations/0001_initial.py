from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="TouchpointDetails",
            fields=[
                ("key", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="Name in English")),
                ("name_de", models.CharField(blank=True, max_length=120, verbose_name="Name in German")),
                ("stage", models.CharField(blank=True, max_length=80, verbose_name="Stage")),
                ("channel", models.CharField(blank=True, max_length=80, verbose_name="Channel")),
                ("department", models.CharField(blank=True, max_length=120, verbose_name="Department in charge")),
            ],
            options={"ordering": ("key",)},
        ),
    ]
